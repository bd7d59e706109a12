# The commands of this project. Each is a script of the same name, or a line.

.DEFAULT_GOAL := help
.PHONY: help demo test test-crash test-large test-engines check check-deps dev ui dev-ui bench release tools clean-cache screenshots fuzz bench-transcribe

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole product on this machine, with calls to hear and score; http://127.0.0.1:8080
	@scripts/demo.sh

test: ## everything: tools, build, model, native code, both databases; what CI runs
	@scripts/test.sh

test-crash: ## servers killed at random moments, 50 rounds each; EARMARK_CRASH_ROUNDS for more
	@EARMARK_CRASH_ROUNDS=$${EARMARK_CRASH_ROUNDS:-50} scripts/test-crash.sh

test-large: ## four gibibytes through a server of at most 256 MiB, in both ways
	@EARMARK_LARGE_GIB=$${EARMARK_LARGE_GIB:-4} cargo test --locked --features crash-jobs --test crash large:: -- --nocapture

test-engines: ## every speech engine there is, built and asked the same; the first build takes the better part of an hour
	@scripts/test-engines.sh

check: ## before a commit: layout, lints, documentation, the library's tests
	@scripts/check.sh

check-deps: ## licences, bans and sources of the crates we use (by cargo-deny)
	@scripts/check-deps.sh

dev: ## a server on 127.0.0.1:8080 with a throw-away data folder, .dev
	cargo run --locked -- serve --data .dev --listen 127.0.0.1:8080

ui: ## builds the pages (Node.js 20.19 or newer); the program carries them
	@scripts/ui.sh build

dev-ui: ## the pages on 127.0.0.1:5173, anew at every change; beside it runs `make dev`
	@scripts/ui.sh dev

screenshots: ## a picture of every page in both languages and themes, to look at; in .screenshots
	@scripts/screenshots.sh

bench: ## measures the release build on this machine
	@scripts/bench.sh

# LANGUAGE in the environment is how programs speak to people, not what a recording is in.
bench-transcribe: ## errors and speed of transcription on DIR=path [LANGUAGE=en] [PEER=python PEER_MODEL=folder]
	@PEER=$(PEER) PEER_MODEL=$(PEER_MODEL) scripts/bench-transcribe.sh "$(DIR)" $(if $(filter command,$(origin LANGUAGE)),$(LANGUAGE))

fuzz: ## looks for bytes that break what reads files, ten minutes a target; SECONDS_EACH and TARGETS choose
	@scripts/fuzz.sh $(TARGETS)

release: ## the program for any x86-64-v3 processor; prints its path
	@scripts/release.sh

tools: ## installs from Debian what is missing to build and test
	@scripts/install-tools.sh

clean-cache: ## removes what was fetched and installed into $EARMARK_CACHE
	rm -rf "$${EARMARK_CACHE:-$$HOME/.cache/earmark}"
