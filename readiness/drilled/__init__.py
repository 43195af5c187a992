"""What drills come to for a person and a store: results beside certificates, a store's quarter, the review on paper,
and the course that a failed drill leads to. Drills know nothing of courses: what needs both stands here."""
