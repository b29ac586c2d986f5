using System.Text;

namespace Cairn.Compute.Tasks;

/// <summary>
/// Blots secrets out of logs: plain, in base64 and URL-encoded, each by as many asterisks, so that offsets stay. Values shorter than
/// four characters are left: they would blot everything.
/// </summary>
internal sealed class LogMask
{
    private const int Shortest = 4;
    private readonly byte[][] _patterns;

    public LogMask(IEnumerable<string> secrets)
        => _patterns = [.. secrets.Where(s => s.Length >= Shortest).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The longest form, in bytes; 0 when there is nothing to mask.</summary>
    public int Reach => _patterns.Length == 0 ? 0 : _patterns.Max(p => p.Length);

    public void Blot(Span<byte> text)
    {
        foreach (byte[] pattern in _patterns)
        {
            Span<byte> rest = text;
            for (int at; (at = rest.IndexOf(pattern)) >= 0; rest = rest[(at + pattern.Length)..]) rest.Slice(at, pattern.Length).Fill((byte)'*');
        }
    }

    /// <summary>Blots a whole file in place.</summary>
    public void BlotFile(string path)
    {
        if (Reach == 0 || !File.Exists(path)) return;
        byte[] content = File.ReadAllBytes(path);
        Blot(content);
        using FileStream file = File.OpenWrite(path);
        file.Write(content);
    }

    private static IEnumerable<string> Forms(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        // Within a longer text the base64 of a secret depends on where it begins; the outer characters mix with their neighbours.
        for (int shift = 0; shift < 3; shift++)
        {
            string encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            int from = shift == 0 ? 0 : shift + 1, to = encoded.Length - ((bytes.Length + shift) % 3 == 0 ? 0 : 1);
            if (to - from >= Shortest) yield return encoded[from..to];
        }
    }
}
