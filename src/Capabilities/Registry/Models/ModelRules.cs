using System.Text.RegularExpressions;
using Cairn.Platform.Http;
using Cairn.Tracking;

namespace Cairn.Registry.Models;

/// <summary>Which names models and aliases may have.</summary>
internal static partial class ModelRules
{
    private const int NameLength = 250;

    /// <exception cref="ApiException">It is blank, too long, no plain path, or holds <c>/</c>, <c>:</c> or control characters.</exception>
    public static string Name(string name)
        => !string.IsNullOrWhiteSpace(name) && name.Length <= NameLength && !name.Any(c => c is '/' or ':' or '\\' || char.IsControl(c)) && KeyRules.IsPlainPath(name) ? name
            : throw ApiException.Invalid("name", "Invalid model name: it must be 1 to 250 characters without '/', ':', backslash and control characters.");

    /// <exception cref="ApiException">It is not <c>[A-Za-z0-9_-]</c>, is <c>latest</c>, or looks like a version.</exception>
    public static string Alias(string alias)
        => Word().IsMatch(alias) && !alias.Equals("latest", StringComparison.OrdinalIgnoreCase) && !Number().IsMatch(alias) ? alias
            : throw ApiException.Invalid("alias", "Invalid alias name: it must be 1 to 255 letters, digits, '_' or '-', not 'latest', and not 'v' with a number.");

    [GeneratedRegex(@"\A[\w\-]{1,255}\z", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[vV][0-9]+\z", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
