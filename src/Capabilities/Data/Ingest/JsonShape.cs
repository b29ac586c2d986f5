namespace Cairn.Data.Ingest;

/// <summary>Follows JSON byte by byte without building anything: depth, fields of one object, length of one text.</summary>
internal sealed class JsonShape(int maxDepth, int maxFields, int maxText)
{
    private readonly int[] _fields = new int[maxDepth + 1];
    private int _depth;
    private int _text;
    private bool _inText;
    private bool _escaped;

    /// <exception cref="UnreadableException">A limit is passed.</exception>
    public void Look(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (_inText) LookInText(b);
            else LookOutside(b);
        }
    }

    /// <exception cref="UnreadableException">The text is cut off.</exception>
    public void End()
    {
        if (_inText || _depth > 0) throw new UnreadableException("The JSON ends in the middle: it is truncated.");
    }

    private void LookInText(byte b)
    {
        if (++_text > maxText) throw new UnreadableException($"A text is longer than {maxText >> 20} MiB.");
        if (_escaped) _escaped = false;
        else if (b == '\\') _escaped = true;
        else if (b == '"') _inText = false;
    }

    private void LookOutside(byte b)
    {
        switch (b)
        {
            case (byte)'"': (_inText, _text) = (true, 0); break;
            case (byte)'{' or (byte)'[':
                if (++_depth > maxDepth) throw new UnreadableException($"The JSON is nested deeper than {maxDepth}.");
                _fields[_depth] = 0;
                break;
            case (byte)'}' or (byte)']':
                if (--_depth < 0) throw new UnreadableException("The JSON closes more than it opened.");
                break;
            case (byte)':' when _depth > 0 && ++_fields[_depth] > maxFields: throw new UnreadableException($"An object has more than {maxFields} fields.");
            case 0: throw new UnreadableException("The file holds zero characters; it is not text.");
            default: break;
        }
    }
}
