"""The Django project of Cool Papers: settings, the paper store, pages and REST."""
