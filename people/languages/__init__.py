"""Which language a person reads: the four that the interface speaks, who decides among them, how one is chosen.

Interface and content are one choice: `Person.language`. May import: what `people` may.
"""
