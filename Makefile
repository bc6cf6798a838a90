# The ways into this project. What a target does stands in Scripts/; here it is only named.

.DEFAULT_GOAL := help
.PHONY: help setup build test demo bench soak doctor format lint clean edge-image-check

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) | awk '{n=$$2; $$1=$$2=""; printf "  make %-17s%s\n", n, $$0}'

setup: ## install what is missing (system packages as root; engines into .deps)
	@Scripts/setup.sh

build: ## build everything once, for tests and demo alike
	@Scripts/build.sh

test: build ## run all tests
	@Scripts/test.sh

demo: build ## make up sounds and pictures, train on them, evaluate, predict: the whole way in minutes
	@Scripts/demo.sh

bench: build ## measure speed, beside the Python peers where they are installed
	@Scripts/bench.sh

soak: build ## hold thresholds against 20 random splits; score without end (SOAK_MINUTES=30) and watch the memory
	@Scripts/soak-thresholds.sh
	@Scripts/soak.sh

edge-image-check: build ## build the edge image without Docker, score a file in it, print its size
	@Scripts/edge-image-check.sh

doctor: build ## what is missing on this machine, and the mend
	@Scripts/run.sh wheeltapper doctor

format: ## lay out the Swift sources
	@Scripts/format.sh

lint: ## check layout, architecture and scripts
	@Scripts/lint.sh

clean: ## remove what was built (the engines in .deps stay)
	@rm -rf .build
