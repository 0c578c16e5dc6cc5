# Two commands do everything on a fresh Debian 12 machine with a Swift toolchain: make demo, make test.
SHELL := /bin/bash
SWIFT ?= swift

# What the Swift toolchain itself needs to run and to link, as its makers list it for Debian.
toolchain_packages := binutils g++ git libc6-dev libcurl4 libedit2 libncurses6 libsqlite3-0 libxml2 libz3-4 \
    pkg-config tzdata zlib1g-dev
build_packages := $(toolchain_packages) libmosquitto-dev libmodbus-dev libsqlite3-dev ca-certificates
demo_packages := $(build_packages) mosquitto mosquitto-clients libjs-dygraphs
test_packages := $(demo_packages) chromium chromium-driver openssl procps python3 python3-venv \
    systemd util-linux
deb_packages := $(build_packages) debhelper dpkg-dev lintian python3
bench_packages := $(test_packages) gcc python3-dev

.PHONY: demo test lint build release bench faults fuzz soak surplus sanitize systemd deb package-life \
    container addon container-life docs references screenshots clean

demo: ## Install what is missing, build, run the whole product with nothing attached.
	Scripts/install-missing $(demo_packages)
	$(SWIFT) build --product chargebridge
	"$$($(SWIFT) build --show-bin-path)/chargebridge" demo $(ARGS)

test: ## Install what is missing, check the style, build, run all tests.
	Scripts/install-missing $(test_packages)
	$(MAKE) lint
	Fuzz/linkage
	$(SWIFT) build --build-tests
	Scripts/run-tests
	"$$($(SWIFT) build --show-bin-path)/chargebridge-soak" --days 0.25 --seed 1
	Fuzz/run 15

lint: ## The formatter's findings are errors, and so is a source without its licence line.
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift
	Scripts/spdx --check

build: ## A debug build.
	Scripts/install-missing $(build_packages)
	$(SWIFT) build

release: ## The program as it is meant to run: optimised, Swift's libraries inside, without symbols.
	Scripts/install-missing $(build_packages)
	CHARGEBRIDGE_COMMIT="$$(Scripts/version commit)" \
	    $(SWIFT) build -c release --static-swift-stdlib --product chargebridge -Xlinker -s
	@echo "the program: $$($(SWIFT) build -c release --show-bin-path)/chargebridge"

bench: ## Measure the program beside its rivals.
	Scripts/install-missing $(bench_packages)
	Benchmarks/run $(ARGS)

faults: ## Make every fault on purpose and measure what comes of it: make faults ARGS="--quick"
	Scripts/install-missing $(bench_packages)
	Benchmarks/faults $(ARGS)

fuzz: ## Look for inputs that break what takes bytes from outside: make fuzz SECONDS=600
	Fuzz/run $(or $(SECONDS),60)

soak: ## A simulated month of random faults in minutes: make soak ARGS="--days 7 --seed 2"
	Scripts/install-missing $(build_packages)
	Soak/run $(or $(ARGS),--days 30)

surplus: ## Run the project's days of sun through every controller; writes the table of docs/surplus.md.
	Scripts/install-missing $(build_packages) python3
	$(SWIFT) build -c release --product chargebridge
	Scripts/surplus-table "$$($(SWIFT) build -c release --show-bin-path)/chargebridge"

sanitize: ## The tests under the address and the thread sanitizer; each builds everything anew. SANITIZERS=address: one.
	Scripts/install-missing $(test_packages)
	set -e; for sanitizer in $(or $(SANITIZERS),address thread); do Scripts/run-sanitized "$$sanitizer"; done

systemd: release ## The release program as a service under a real systemd, in a container: make systemd SUITE=trixie
	$(if $(filter 0,$(shell id -u)),,sudo )Scripts/under-systemd $(SUITE)

deb: release ## The Debian package, .build/deb/chargebridge_VERSION_ARCH.deb, looked over by lintian.
	Scripts/install-missing $(deb_packages)
	packaging/build-deb

package-life: ## The package installed, upgraded, removed and purged in an empty Debian: make package-life SUITE=trixie
	$(if $(filter 0,$(shell id -u)),,sudo )Scripts/package-life $(SUITE)

container: ## The container image of that package; BASE=debootstrap where no registry can be reached.
	Scripts/install-missing buildah debootstrap
	$(if $(filter 0,$(shell id -u)),,sudo )env $(if $(BASE),BASE=$(BASE) )packaging/build-image

addon: ## The Home Assistant add-on of that package, as a folder for /addons: .build/addon/chargebridge.
	packaging/build-addon

container-life: ## Image and add-on run beside a simulated charger and a broker, with their state in a volume.
	$(if $(filter 0,$(shell id -u)),,sudo )Scripts/container-life

docs: ## The protocol library's documentation as pages, in .build/docs; its warnings are errors.
	Scripts/install-missing $(toolchain_packages)
	rm -rf .build/symbols .build/docs && mkdir -p .build/symbols
	$(SWIFT)c -swift-version 6 -parse-as-library -module-name VEDirect -enable-upcoming-feature ExistentialAny \
	    -emit-module -emit-module-path .build/symbols/VEDirect.swiftmodule \
	    -emit-symbol-graph -emit-symbol-graph-dir .build/symbols $$(find Sources/VEDirect -name '*.swift')
	docc convert Sources/VEDirect/VEDirect.docc --additional-symbol-graph-dir .build/symbols \
	    --output-path .build/docs --warnings-as-errors
	@echo "to read them: docc preview Sources/VEDirect/VEDirect.docc --additional-symbol-graph-dir .build/symbols"

references: ## The documentation's tables of keys, topics and the API's operations, made from the code.
	Scripts/install-missing $(build_packages)
	$(SWIFT) build --product chargebridge
	"$$($(SWIFT) build --show-bin-path)/chargebridge" reference docs/*.md

screenshots: ## What the page looks like, for docs/images.
	Scripts/install-missing $(test_packages)
	CHARGEBRIDGE_SCREENSHOTS=$(CURDIR)/docs/images $(SWIFT) test --filter BrowserTests

clean:
	rm -rf .build .build-fuzz .build-asan .build-tsan .cache
