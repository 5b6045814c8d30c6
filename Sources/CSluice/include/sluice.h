#pragma once
#include "csv_index.h"
#include "hash.h"
#include "json.h"
#include "json_walk.h"
#include "row.h"
