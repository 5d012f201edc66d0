"""Official letters: to a body that owes something, and to the plan's issuer about those that still owe it."""
