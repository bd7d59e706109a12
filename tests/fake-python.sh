#!/bin/sh
# Stands in for Python in the tests of pip: a test links to this file and says in the file
# `behaviour`, beside the link, what happens. (A script that a test wrote itself could not be
# run reliably: Linux refuses to run a file that a process forked meanwhile still holds open.)
. "$(dirname "$0")/behaviour"
