"""Semantic mutations of real kernel functions: every one of them is a fix that must not be called immediate."""
