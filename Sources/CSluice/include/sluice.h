#pragma once
#include "csv_index.h"
#include "csv_rows.h"
#include "hash.h"
#include "hex.h"
#include "json.h"
#include "json_walk.h"
#include "row.h"
