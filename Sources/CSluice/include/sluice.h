#pragma once
#include <stddef.h>
#include <stdint.h>
#include "csv_index.h"
#include "json_walk.h"
