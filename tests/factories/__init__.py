"""Small worlds for tests, made through the actions that the product uses."""
