"""The layouts of torchvision's ResNet and MobileNetV2 classifiers, with its names of modules, at any width.

Sources: He et al. 2016 (arXiv 1512.03385), stride in the 3×3 convolution of a bottleneck as torchvision has it;
Sandler et al. 2018 (arXiv 1801.04381), table 2.
"""
import torch
from torch import nn


def conv(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


class Basic(nn.Module):
    expansion = 1

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(inputs, width, 3, stride), nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.conv2, self.bn2 = conv(width, width, 3), nn.BatchNorm2d(width)
        changes = stride != 1 or inputs != width
        self.downsample = nn.Sequential(conv(inputs, width, 1, stride), nn.BatchNorm2d(width)) if changes else None

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = conv(inputs, width, 1), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3, stride), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = conv(width, outputs, 1), nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        changes = stride != 1 or inputs != outputs
        self.downsample = nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)) if changes else None

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(self.relu(self.bn2(self.conv2(y)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, block, blocks, width=64, classes=1000):
        super().__init__()
        self.conv1, self.bn1 = conv(3, width, 7, 2), nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        channels = width
        for stage, count in enumerate(blocks):
            parts = []
            for place in range(count):
                parts.append(block(channels, width << stage, 2 if stage > 0 and place == 0 else 1))
                channels = (width << stage) * block.expansion
            setattr(self, f"layer{stage + 1}", nn.Sequential(*parts))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, classes)

    def features(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))

    def forward(self, x):
        return self.fc(torch.flatten(self.avgpool(self.features(x)), 1))


class Step(nn.Sequential):
    def __init__(self, inputs, outputs, kernel, stride=1, groups=1):
        super().__init__(conv(inputs, outputs, kernel, stride, groups), nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        self.adds = stride == 1 and inputs == outputs
        steps = [] if expansion == 1 else [Step(inputs, hidden, 1)]
        steps += [Step(hidden, hidden, 3, stride, hidden), conv(hidden, outputs, 1), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*steps)

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    """`share` of the usual width; channels are rounded to multiples of `divisor`."""

    def __init__(self, share=1.0, divisor=8, classes=1000, repeats=(1, 2, 3, 4, 3, 3, 1)):
        super().__init__()

        def channels(count):
            near = max(divisor, int(count * share + divisor / 2) // divisor * divisor)
            return near + divisor if near < 0.9 * count * share else near

        inputs, last = channels(32), channels(1280) if share < 1 else 1280
        steps = [Step(3, inputs, 3, 2)]
        table = zip((1, 6, 6, 6, 6, 6, 6), (16, 24, 32, 64, 96, 160, 320), repeats, (1, 2, 2, 2, 1, 2, 1))
        for expansion, outputs, count, stride in table:
            for place in range(count):
                steps.append(InvertedResidual(inputs, channels(outputs), stride if place == 0 else 1, expansion))
                inputs = channels(outputs)
        self.features = nn.Sequential(*steps, Step(inputs, last, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(last, classes))

    def forward(self, x):
        return self.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(self.features(x), 1), 1))


def settled(model, size, seed):
    """Random weights with running statistics that fit them, scales and shifts that are not the identity; in eval mode."""
    generator = torch.Generator().manual_seed(seed)
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", generator=generator)
        if isinstance(module, nn.BatchNorm2d):
            module.weight.data.uniform_(0.6, 1.4, generator=generator)
            module.bias.data.uniform_(-0.3, 0.5, generator=generator)
            module.momentum = 0.7
    model.train()
    with torch.no_grad():
        for _ in range(4):
            model(torch.randn(4, 3, size, size, generator=generator))
    return model.eval()


def resnet18(**options):
    return ResNet(Basic, (2, 2, 2, 2), **options)


def resnet34(**options):
    return ResNet(Basic, (3, 4, 6, 3), **options)


def resnet50(**options):
    return ResNet(Bottleneck, (3, 4, 6, 3), **options)
