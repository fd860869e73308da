#include <QTest>

class TestSignature : public QObject {
    Q_OBJECT
};

QTEST_GUILESS_MAIN(TestSignature)
#include "TestSignature.moc"
