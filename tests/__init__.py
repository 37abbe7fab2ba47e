"""The tests: real data and real services; what is missing is said, and is a failure where CI=true."""
