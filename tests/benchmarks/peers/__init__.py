"""What the peers do, as programs that are run as processes of their own."""
