"""Concrete interleavings: small two-version programs, executed exhaustively, judged by the definition of harm."""
