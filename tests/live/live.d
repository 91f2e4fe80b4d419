/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probes of fire.c. */
provider live {
	/* A number, and the same as other types: where they lie differs from site to site. */
	probe hit(uint64_t n, int32_t negative, uint8_t byte, const char *digits);

	/* Once in each process, by its main thread. */
	probe begin(int pid);
	probe end(int pid, uint64_t n_hits);

	/* Only counted while somebody looks. */
	probe asked__for(uint64_t n);
};
