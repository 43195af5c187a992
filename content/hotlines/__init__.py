"""The hotlines: what an entry must say, who names it, the desk where operators change them, how phones follow."""
