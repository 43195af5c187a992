"""The counter card: what a clerk looks up while a customer waits. One file has its words, the hotlines its numbers."""
