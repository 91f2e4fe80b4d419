/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

provider shop {
	probe order__placed(int id, const char *customer);
};
