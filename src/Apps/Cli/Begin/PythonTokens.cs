namespace Cairn.Cli.Begin;

/// <summary>Parts Python code into names, texts and signs, comments left out. What is no Python gives some tokens too, never a fault.</summary>
internal sealed class PythonTokens
{
    private readonly string _code;
    private readonly List<PythonToken> _all = [];
    private int _at, _line = 1, _depth;
    private bool _open;

    private PythonTokens(string code)
    {
        _code = code;
        while (_at < code.Length)
        {
            Step();
        }
    }

    public static IReadOnlyList<PythonToken> Of(string code) => new PythonTokens(code)._all;

    /// <summary>Whether the code ends within a bracket, a text or a line that goes on.</summary>
    public static bool IsOpen(string code) => new PythonTokens(code) is { } read && (read._depth > 0 || read._open);

    private void Step()
    {
        var c = _code[_at];
        if (c == '#')
        {
            while (_at < _code.Length && _code[_at] != '\n')
            {
                _at++;
            }
        }
        else if (c is '"' or '\'')
        {
            Quoted(_at, "");
        }
        else if (char.IsLetter(c) || c == '_')
        {
            Word();
        }
        else
        {
            Other(c);
        }
    }

    private void Other(char c)
    {
        _at++;
        if (c == '\n')
        {
            _line++;
        }
        else if (c == '\\' && _at < _code.Length && _code[_at] == '\n')
        {
            (_line, _at) = (_line + 1, _at + 1);
            _open = _at == _code.Length;
        }
        else if (!char.IsWhiteSpace(c))
        {
            _depth = c is '(' or '[' or '{' ? _depth + 1 : c is ')' or ']' or '}' ? Math.Max(0, _depth - 1) : _depth;
            _all.Add(new PythonToken(PythonKind.Sign, c.ToString(), _line, _at - 1, _at));
        }
    }

    private void Word()
    {
        var start = _at;
        while (_at < _code.Length && (char.IsLetterOrDigit(_code[_at]) || _code[_at] == '_'))
        {
            _at++;
        }
        var word = _code[start.._at];
        if (_at < _code.Length && _code[_at] is '"' or '\'' && word.Length <= 2 && word.All(c => "rRbBfFuUtT".Contains(c)))
        {
            Quoted(start, word.ToLowerInvariant());
        }
        else
        {
            _all.Add(new PythonToken(PythonKind.Name, word, _line, start, _at));
        }
    }

    private void Quoted(int start, string prefix)
    {
        var quote = _code[_at];
        var ends = string.Concat(Enumerable.Repeat(quote, _code.AsSpan(_at).StartsWith([quote, quote, quote]) ? 3 : 1));
        var (from, line, escaped) = (_at + ends.Length, _line, false);
        for (_at = from; _at < _code.Length && !_code.AsSpan(_at).StartsWith(ends); _at++)
        {
            if (_code[_at] == '\\' && _at + 1 < _code.Length)
            {
                (escaped, _at) = (true, _at + 1);
            }
            if (_code[_at] == '\n')
            {
                _line++;
                if (ends.Length == 1 && _code[_at - 1] != '\\')
                {
                    // It was never closed: the line ends it.
                    _line--;
                    return;
                }
            }
        }
        _open |= _at >= _code.Length;
        var text = _code[Math.Min(from, _code.Length)..Math.Min(_at, _code.Length)];
        _at = Math.Min(_code.Length, _at + ends.Length);
        var plain = !escaped && !prefix.Contains('f') && !prefix.Contains('t') && !prefix.Contains('b') && !text.Any(char.IsControl);
        _all.Add(new PythonToken(plain ? PythonKind.Text : PythonKind.Computed, text, line, start, _at));
    }
}
