#include <QTest>

class TestEnvelope : public QObject {
    Q_OBJECT
};

QTEST_GUILESS_MAIN(TestEnvelope)
#include "TestEnvelope.moc"
