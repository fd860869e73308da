#include "ScrollPage.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace satchel {

void fillScrolled(QWidget& page, QLayout* content)
{
    auto* const area = new QScrollArea{&page};
    auto* const body = new QWidget{area};
    body->setLayout(content);
    area->setWidget(body);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    auto* const whole = new QVBoxLayout{&page};
    whole->setContentsMargins({});
    whole->addWidget(area);
}

} // namespace satchel
