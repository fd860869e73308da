#pragma once

#include <QTreeWidget>

#include <core/exchange/Import.h>
#include <core/exchange/Survey.h>

namespace satchel {

// The bundles on a medium, one to a line: who made it and when, how large it is, and what is to be thought of it,
// before it is brought in and after.
class FoundBundles final : public QTreeWidget {
    Q_OBJECT

public:
    enum Column { File, From, Made, Size, Verdict, ColumnCount };

    explicit FoundBundles(QWidget* parent = nullptr);

    void show(const SurveyReport& report);
    // Puts what came of it in the place of what was thought before, by path.
    void show(const ImportReport& report);

private:
    [[nodiscard]] QTreeWidgetItem& lineOf(const QString& path);
    void fitHeight();
};

} // namespace satchel
