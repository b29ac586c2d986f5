using System.Globalization;

namespace Cairn.Contracts.Projects;

/// <summary>Recursive descent over one line of text; every fault has its offset.</summary>
internal sealed class ConditionParser(string text)
{
    private const int MaxLength = 500;
    private const int MaxParts = 200;

    private static readonly (string Sign, Comparer Comparer)[] Comparers =
    [
        (">=", Comparer.AtLeast), ("<=", Comparer.AtMost), ("!=", Comparer.IsNot), (">", Comparer.Above), ("<", Comparer.Below), ("=", Comparer.Is),
    ];

    private int at;
    private int depth;
    private string? problem;
    private int problemAt;

    public Parsed<Condition> Whole()
    {
        var left = text.Length > MaxLength ? Fail($"a condition has at most {MaxLength} characters", 0) : Sum();
        return Rest(left);
    }

    public Parsed<Condition> Tail(string metric) => Rest(new ReferenceOperand(metric, 0));

    private Parsed<Condition> Rest(Operand? left)
    {
        var comparer = left is null ? null : ReadComparer();
        if (comparer is null)
        {
            return Bad();
        }

        Skip();
        var right = comparer is Comparer.Is or Comparer.IsNot && Word() is { } word ? new WordOperand(word) : Sum();
        Skip();
        if (right is not null && at < text.Length)
        {
            _ = Fail("a condition is one comparison; something is left over here", at);
        }

        return problem is null && left is not null && right is not null ? Parsed.Good(new Condition(left, comparer.Value, right, text)) : Bad();
    }

    private Parsed<Condition> Bad() => Parsed.Bad<Condition>(problem ?? "a comparison is missing", problemAt);

    private Comparer? ReadComparer()
    {
        Skip();
        foreach (var (sign, comparer) in Comparers)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                at += sign.Length;
                if (at < text.Length && text[at] == '=')
                {
                    break;
                }

                return comparer;
            }
        }

        _ = Fail("expected a comparison here: >= > <= < = or !=", at);
        return null;
    }

    private Operand? Sum() => Chain(Product, '+', '-');

    private Operand? Product() => Chain(Factor, '*', '/');

    private Operand? Chain(Func<Operand?> part, char one, char other)
    {
        var left = part();
        for (Skip(); left is not null && at < text.Length && (text[at] == one || text[at] == other); Skip())
        {
            var sign = text[at++];
            left = part() is { } right ? new BinaryOperand(sign, left, right) : null;
        }

        return left;
    }

    private Operand? Factor()
    {
        Skip();
        if (at == text.Length)
        {
            return Fail("a number or a metric is missing at the end", at);
        }

        if (++depth > MaxParts)
        {
            return Fail("too many parts", at);
        }

        return text[at] switch
        {
            '(' => Bracket(),
            '-' => Negative(),
            '.' or (>= '0' and <= '9') => Number(),
            var c when char.IsAsciiLetter(c) => Reference(),
            _ => Fail("expected a number or a metric such as metrics.auc", at),
        };
    }

    private Operand? Bracket()
    {
        var open = at++;
        var inner = Sum();
        Skip();
        if (inner is null || at == text.Length || text[at] != ')')
        {
            return inner is null ? null : Fail("this bracket is not closed", open);
        }

        at++;
        return inner;
    }

    private BinaryOperand? Negative()
    {
        at++;
        return Factor() is { } inner ? new BinaryOperand('-', new NumberOperand(0), inner) : null;
    }

    private Operand? Number()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return Fail("not a number", start);
        }

        if (at < text.Length && text[at] == '%')
        {
            at++;
            number /= 100;
        }

        return at < text.Length && char.IsAsciiLetter(text[at]) ? Fail("a number takes no unit but %", at) : new NumberOperand(number);
    }

    private Operand? Reference()
    {
        var start = at;
        while (at < text.Length && IsNamePart())
        {
            at++;
        }

        return text[at - 1] == '.' || text[start..at].Contains("..", StringComparison.Ordinal)
            ? Fail("a part of the name is missing", at)
            : new ReferenceOperand(text[start..at], start);
    }

    // A minus belongs to a name only when a letter follows at once: 'my-step.auc', but 'auc-0.1' and 'a - b' subtract.
    private bool IsNamePart() =>
        char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' || (text[at] == '-' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]));

    private string? Word()
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] is '_' or '-'))
        {
            end++;
        }

        if (end == at || text.AsSpan(end).Trim().Length > 0)
        {
            return null;
        }

        var word = text[at..end];
        at = end;
        return word;
    }

    private void Skip()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }

    private Operand? Fail(string message, int offset)
    {
        (problem, problemAt) = problem is null ? (message, offset) : (problem, problemAt);
        return null;
    }
}
