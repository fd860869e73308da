#pragma once

#include <QTreeWidget>

#include <core/exchange/import/Import.h>
#include <core/exchange/verify/Survey.h>

namespace satchel {

// The bundles on a medium, one to a line: who made it and when, how large it is, and what is to be thought of it,
// before it is brought in and after.
class FoundBundles final : public QTreeWidget {
    Q_OBJECT

public:
    enum Column { File, From, Made, Size, Verdict, ColumnCount };

    explicit FoundBundles(QWidget* parent = nullptr);

    void show(const SurveyReport& report);
    // What came of them. Those that a verb which broke off did not come to stay as they were.
    void show(const ImportReport& report);
    void forget(); // what lies elsewhere

private:
    [[nodiscard]] QTreeWidgetItem& lineOf(const QString& path);
    template <typename Bundle> QTreeWidgetItem& tellFacts(const Bundle& bundle);
    void fitLines();
    void fitHeight();
};

} // namespace satchel
