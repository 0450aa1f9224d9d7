"""Who signs in (user), and what somebody is here (role): office, company, lecturer, participant, funder."""
