#include "sluice.h"
