"""What is not published: small figures of communes, and what would give them away."""
