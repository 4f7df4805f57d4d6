"""The holder's editor: front-office pages where a project is written, submitted and taken up again."""
