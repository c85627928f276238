#pragma once
#ifdef __cplusplus
extern "C" {
#endif
void stats_sent(unsigned long bytes);
unsigned long stats_total(void);
#ifdef __cplusplus
}
#endif
