using System.Globalization;

namespace Cairn.Tracking.Search;

/// <summary>Reads a filter from left to right; refusals name the position.</summary>
internal sealed class SearchScanner(string text)
{
    private const string Stops = "=!<>(),'\"`";
    private int _at;

    public bool AtEnd
    {
        get
        {
            Skip();
            return _at == text.Length;
        }
    }

    /// <summary>Takes a word when it is there, whatever its case.</summary>
    public bool TryWord(string word)
    {
        Skip();
        if (string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0) return false;
        int end = _at + word.Length;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.')) return false;
        _at = end;
        return true;
    }

    public bool TrySign(char sign)
    {
        Skip();
        if (_at == text.Length || text[_at] != sign) return false;
        _at++;
        return true;
    }

    /// <summary><c>entity.name</c> or <c>name</c>, the name plain or within backticks or double quotes.</summary>
    public (SearchEntity Entity, string Name) Key()
    {
        Skip();
        if (Quote("`\"") is { } whole) return (SearchEntity.Attribute, whole);
        string word = Plain();
        if (word.Length == 0) throw Fault("a key is expected");
        int dot = word.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return (SearchEntity.Attribute, word);
        SearchEntity entity = SearchGrammar.EntityOf(word[..dot]) ?? throw Fault($"'{KeyRules.Cut(word[..dot], 50)}' is not an entity");
        string name = word[(dot + 1)..];
        // Also within a name that has dots of its own: span.attributes.`a b`.
        if (name.Length == 0 || name[^1] == '.') name += Quote("`\"") ?? throw Fault("a name is expected after the dot");
        return (entity, name);
    }

    public string Operator()
    {
        foreach (string sign in (string[])["!=", "<=", ">=", "=", "<", ">"])
            if (TrySigns(sign)) return sign;
        if (TryWord("LIKE")) return "LIKE";
        if (TryWord("ILIKE")) return "ILIKE";
        if (TryWord("RLIKE")) return "RLIKE";
        if (TryWord("IN")) return "IN";
        if (TryWord("NOT")) return TryWord("IN") ? "NOT IN" : throw Fault("'IN' is expected after 'NOT'");
        if (!TryWord("IS")) throw Fault("an operator is expected");
        bool not = TryWord("NOT");
        return TryWord("NULL") ? not ? "IS NOT NULL" : "IS NULL" : throw Fault("'NULL' is expected after 'IS'");
    }

    public double Number()
    {
        Skip();
        string word = Plain();
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && word.Any(char.IsAsciiDigit) ? number : throw Fault("a number is expected");
    }

    public string Literal()
    {
        Skip();
        return Quote("'\"") ?? throw Fault("a value in quotes is expected");
    }

    public MlflowException Fault(string what) => MlflowException.Invalid($"Invalid clause(s) in filter string at position {_at}: {what}.");

    private bool TrySigns(string sign)
    {
        Skip();
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) return false;
        _at += sign.Length;
        return true;
    }

    private string Plain()
    {
        int start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !Stops.Contains(text[_at])) _at++;
        return text[start.._at];
    }

    // A quote within is written twice.
    private string? Quote(string quotes)
    {
        if (_at == text.Length || !quotes.Contains(text[_at])) return null;
        char quote = text[_at];
        for (int end = _at + 1; end < text.Length; end++)
        {
            if (text[end] != quote) continue;
            if (end + 1 < text.Length && text[end + 1] == quote) { end++; continue; }
            string inner = text[(_at + 1)..end];
            _at = end + 1;
            return inner.Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
        }
        throw Fault("the quote is not closed");
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }
}
