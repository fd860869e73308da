#pragma once

namespace satchel {

// A named moment at which a test may kill the program, to see that nothing is lost then: tests/faults/fault_points.txt
// lists them all. Where SATCHEL_FAULT_POINTS is not defined, as in everything that is installed, nothing is left of it.
#ifdef SATCHEL_FAULT_POINTS
void faultPoint(const char* name);
#else
inline void faultPoint(const char* /*name*/)
{
}
#endif

} // namespace satchel
