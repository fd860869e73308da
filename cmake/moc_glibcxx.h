// moc before Qt 6.5.3 cannot expand this libstdc++ macro and stops at `namespace std` in <concepts>.
#define _GLIBCXX_VISIBILITY(V)
