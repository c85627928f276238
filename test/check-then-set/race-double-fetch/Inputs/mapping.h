#pragma once
#define MAP_SHARED 0x01
#define MAP_PRIVATE 0x02
#define MAP_ANONYMOUS 0x20
extern "C" void *mmap(void *, unsigned long, int, int, int, long);
extern "C" void *shmat(int, const void *, int);
