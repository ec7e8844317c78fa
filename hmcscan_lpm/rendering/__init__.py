"""A plan, an assessment or an estate in the forms people read: HTML, Markdown, JSON, CSV and the terminal.

A renderer prints what it is given and decides nothing; it knows neither readers nor rules nor the clock.
"""
