using System.Buffers;
using System.Text.RegularExpressions;

namespace Cairn.Tracking;

/// <summary>Which names and ids are accepted.</summary>
public static partial class KeyRules
{
    // Most keys; no dot or slash, so that they are plain paths.
    private static readonly SearchValues<char> Ordinary = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- :");

    public const int ParamLength = 6000, TagLength = 8000, KeyLength = 250;

    /// <summary>A key of a metric, parameter or tag: letters, digits, <c>_ / . - : space</c>, a plain relative path of at most 250 characters.</summary>
    public static string Key(string kind, string key)
    {
        if (key.Length is > 0 and <= KeyLength && !key.AsSpan().ContainsAnyExcept(Ordinary)) return key;
        if (key.Length > KeyLength) throw MlflowException.Invalid($"{kind} name '{key[..50]}…' had length {key.Length}, which exceeded the length limit of {KeyLength}.");
        if (!Word().IsMatch(key))
            throw MlflowException.Invalid($"Invalid {kind} name: '{Shown(key)}'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
        return IsPlainPath(key) ? key : throw MlflowException.Invalid($"Invalid {kind} name: '{Shown(key)}'. Names may be treated as files in certain cases, and must not resolve to other names when treated as such.");
    }

    public static string RunId(string id) => Id().IsMatch(id) ? id : throw MlflowException.Invalid("Invalid run ID: it must be 1 to 256 letters, digits, '_' or '-', beginning with a letter or digit.");

    public static long ExperimentId(string id)
        => long.TryParse(id, System.Globalization.NumberStyles.None, null, out long number) ? number : throw MlflowException.Invalid($"Invalid experiment ID: '{Shown(id)}'. It must be a whole number.");

    public static string Cut(string value, int length) => value.Length <= length ? value : value[..length];

    /// <summary>No empty, <c>.</c> or <c>..</c> segment.</summary>
    public static bool IsPlainPath(string path) => path.Length > 0 && path.Split('/').All(s => s is not ("" or "." or ".."));

    private static string Shown(string text) => text.Length > 100 ? text[..100] + "…" : text;

    [GeneratedRegex(@"\A[/\w.\- :]*\z", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_\-]{0,255}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
