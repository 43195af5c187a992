"""The pages of invitations: `people` brings them in by list and slip, `posters` and `joining` by the poster."""
