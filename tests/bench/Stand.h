#pragma once

#include "ChildProcess.h"
#include "Workload.h"

#include <QString>
#include <QStringList>

namespace satchel::bench {

// A site and a backend that know each other and trust the workload's anchors, made and run by the built program as its
// users run it. Each verb must take in everything, or the program ends: whoever measures an error path measures
// nothing. The verbs belong in the order in which they stand here.
class Stand final {
public:
    // `folder` is made. It stays until the end of the whole run: for a minute after many files were removed, ext4 looks
    // at each of them whenever it makes a new one, and `deliver` would pay for the round before.
    // `threads`: their policy.threads.
    Stand(const QString& folder, const QString& program, const Workload& workload, int threads);

    // From now on each verb runs through this command, which takes it as further arguments; empty: by itself.
    void runThrough(const QStringList& wrapper) { m_wrapper = wrapper; }

    Sample gather();
    Sample status();
    Sample listPending(); // --limit 100
    Sample exportAll(); // its bytes are those of the bundles
    Sample inspect(); // of the bundle that takes longest
    Sample verify();
    Sample import();
    Sample listAll();
    Sample log();
    Sample bundles();
    Sample doctor();
    Sample deliver();
    // The way back, of the answers to what was delivered.
    Sample gatherAnswers();
    Sample exportAnswers();
    Sample importAnswers();
    Sample deliverAnswers();
    Sample listExpiring(); // all certificates that the devices have by then
    Sample receipt();

private:
    void makeStation(const QString& name, int threads);
    void makeKnown(const QString& name, const QString& other);
    Sample run(const QString& station, const QStringList& arguments);
    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] QString output() const { return path(QStringLiteral("output.json")); }
    [[nodiscard]] QStringList carried() const; // the bundles on the way there, whole paths
    void demandNumber(const QString& name, qint64 number) const;
    [[nodiscard]] QString fingerprintOf(const QString& name) const;

    QString m_folder;
    QString m_program;
    Workload m_workload;
    QStringList m_wrapper;
};

// The sum of all numbers that stand behind `"name":` in a file of JSON, however large it is, and how many there are.
struct NumbersInJson {
    qint64 sum = 0;
    qint64 count = 0;
};
[[nodiscard]] NumbersInJson numbersInJson(const QString& file, const QString& name);

} // namespace satchel::bench
