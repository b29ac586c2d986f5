using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cairn.Contracts.Projects.Yaml;

/// <summary>The library's parser, which on some broken texts throws what is no <see cref="YamlException"/>: made into one at the last place read.</summary>
internal sealed class CarefulParser(string text) : IParser
{
    private readonly Parser inner = new(new StringReader(text));

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        var last = inner.Current?.End ?? Mark.Empty;
        try
        {
            return inner.MoveNext();
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new YamlException(last, last, "something is not finished after this place", broken);
        }
    }
}
