"""Forms of calls: the editor's page, the questionnaire as applicants fill it in."""
