namespace Cairn.Maturity.Rules;

/// <summary>Cuts a rule into tokens.</summary>
internal static class Tokenizer
{
    private static readonly string[] Symbols = ["->", "<-", "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ":", ".", "@", "$", "%"];

    public static List<Token> Read(string rule)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (true)
        {
            while (at < rule.Length && char.IsWhiteSpace(rule[at])) at++;
            if (at == rule.Length) break;
            Token token = Next(rule, at, out int end);
            tokens.Add(token);
            at = end;
        }
        tokens.Add(new Token(TokenKind.End, "", rule.Length + 1));
        return tokens;
    }

    private static Token Next(string rule, int at, out int end)
    {
        char c = rule[at];
        if (char.IsAsciiLetter(c) || c == '_') return Word(rule, at, out end);
        if (char.IsAsciiDigit(c)) return Number(rule, at, out end);
        if (c == '"') return Text(rule, at, out end);
        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(rule, at, symbol, 0, symbol.Length) != 0) continue;
            end = at + symbol.Length;
            return new Token(TokenKind.Symbol, symbol, at + 1);
        }
        throw new RuleSyntaxException($"'{c}' has no meaning here", at + 1);
    }

    private static Token Word(string rule, int at, out int end)
    {
        end = at;
        while (end < rule.Length && IsWordPart(rule, end)) end++;
        return new Token(TokenKind.Word, rule[at..end], at + 1);
    }

    private static bool IsWordPart(string rule, int at)
    {
        char c = rule[at];
        if (char.IsAsciiLetterOrDigit(c) || c == '_') return true;
        // A hyphen joins two parts of a word; "->" does not.
        return c == '-' && at + 1 < rule.Length && char.IsAsciiLetterOrDigit(rule[at + 1]);
    }

    private static Token Number(string rule, int at, out int end)
    {
        end = at;
        while (end < rule.Length && char.IsAsciiDigit(rule[end])) end++;
        if (end + 1 < rule.Length && rule[end] == '.' && char.IsAsciiDigit(rule[end + 1]))
        {
            end++;
            while (end < rule.Length && char.IsAsciiDigit(rule[end])) end++;
        }
        bool more = end < rule.Length && (char.IsAsciiLetterOrDigit(rule[end]) || rule[end] == '_');
        if (!more) return new Token(TokenKind.Number, rule[at..end], at + 1);
        if (!"mhdb".Contains(rule[end], StringComparison.Ordinal) || (end + 1 < rule.Length && IsWordPart(rule, end + 1)))
            throw new RuleSyntaxException("a span is a whole number with m, h, d or b (beats)", end + 1);
        end++;
        return new Token(TokenKind.Span, rule[at..end], at + 1);
    }

    private static Token Text(string rule, int at, out int end)
    {
        int close = rule.IndexOf('"', at + 1);
        if (close < 0) throw new RuleSyntaxException("the text has no closing quote", at + 1);
        end = close + 1;
        return new Token(TokenKind.Text, rule[(at + 1)..close], at + 1);
    }
}
