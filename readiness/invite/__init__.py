"""Inviting people into stores: who is to come, how far they are, the sheets of start codes for the managers."""
