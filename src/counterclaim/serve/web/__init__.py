"""The desk in a browser: pages as HTML, drawn on the server, readable without JavaScript."""
