using System.Buffers;

namespace Cairn.Tracking.Artifacts;

/// <summary>
/// Artifact paths are keys: plain segments separated by <c>/</c>, decoded once. Refused are empty, <c>.</c> and <c>..</c> segments, backslashes,
/// colons, control characters, percent signs that encode one of these once more, and lone surrogates; also what Windows would take for a device.
/// </summary>
internal static class ArtifactPath
{
    private const int MaxLength = 1024, MaxSegment = 255, MostRounds = 5;
    private static readonly SearchValues<char> Never = SearchValues.Create("/\\:\0\r\n");
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL"];

    /// <summary>The path as it was, when it is one.</summary>
    /// <exception cref="MlflowException"><c>Invalid path</c>.</exception>
    public static string Parse(string path)
        => path.Length is > 0 and <= MaxLength && path.Split('/').All(IsPlain) ? path : throw MlflowException.Invalid("Invalid path");

    private static bool IsPlain(string segment)
        => segment is not ("" or "." or "..") && segment.Length <= MaxSegment && segment.Trim(' ', '.').Length > 0 && !segment.Any(c => c is '\\' or ':' or '\u2024' or '\u2025' or '\uFF0E' or '\uFF0F' or '\u2215' or '\u2044' || char.IsControl(c))
           && !HasEscape(segment) && HasWholeCharacters(segment) && !IsDevice(segment);

    // 'a%2Fb' after decoding means that somebody encoded twice. Other percent signs stand in the names of images that clients log.
    private static bool HasEscape(string segment)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            string decoded = Uri.UnescapeDataString(segment);
            if (decoded == segment) return HasOverlong(segment);
            if (decoded.AsSpan().ContainsAny(Never) || decoded.Trim(' ', '.').Length == 0) return true;
            segment = decoded;
        }
        return true;
    }

    // What stays encoded is no UTF-8; with a letter first it may be a longer way to write a dot or a slash.
    private static bool HasOverlong(string segment)
    {
        for (int i = segment.IndexOf('%', StringComparison.Ordinal); i >= 0 && i + 2 < segment.Length; i = segment.IndexOf('%', i + 1))
            if (char.IsAsciiLetter(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2])) return true;
        return false;
    }

    private static bool HasWholeCharacters(string segment)
    {
        for (int i = 0; i < segment.Length; i++)
        {
            if (!char.IsSurrogate(segment[i])) continue;
            if (i + 1 == segment.Length || !char.IsSurrogatePair(segment[i], segment[i + 1])) return false;
            i++;
        }
        return true;
    }

    private static bool IsDevice(string segment)
    {
        string stem = segment.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return Devices.Contains(stem) || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && char.IsDigit(stem[3]));
    }
}
