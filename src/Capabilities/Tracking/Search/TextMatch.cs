using System.Text.RegularExpressions;

namespace Cairn.Tracking.Search;

/// <summary>A comparison with texts or numbers in memory, made ready once.</summary>
internal sealed class TextMatch
{
    private const int LongestPattern = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Comparison _comparison;
    private readonly Regex? _pattern;

    /// <exception cref="MlflowException">RLIKE is followed by no regular expression that ends in linear time.</exception>
    public TextMatch(Comparison comparison)
    {
        _comparison = comparison;
        if (comparison.Operator != "RLIKE") return;
        string pattern = (string)comparison.Value!;
        if (pattern.Length > LongestPattern) throw MlflowException.Invalid($"The pattern of RLIKE is longer than {LongestPattern} characters.");
        try
        {
            _pattern = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw MlflowException.Invalid("RLIKE must be followed by a regular expression, without backward references and lookarounds.");
        }
    }

    /// <summary>A text that is missing matches nothing.</summary>
    public bool Holds(string? text) => text is not null && _comparison.Operator switch
    {
        "=" => text == (string)_comparison.Value!,
        "!=" => text != (string)_comparison.Value!,
        "LIKE" => LikePattern.Matches(text, (string)_comparison.Value!, ignoreCase: false),
        "ILIKE" => LikePattern.Matches(text, (string)_comparison.Value!, ignoreCase: true),
        "RLIKE" => IsMatch(text),
        "IN" => ((List<string>)_comparison.Value!).Contains(text, StringComparer.Ordinal),
        "NOT IN" => !((List<string>)_comparison.Value!).Contains(text, StringComparer.Ordinal),
        "IS NOT NULL" => true,
        _ => false,
    };

    public bool Holds(long? number) => number is { } n && _comparison.Operator switch
    {
        "IN" => ((List<double>)_comparison.Value!).Contains(n),
        "NOT IN" => !((List<double>)_comparison.Value!).Contains(n),
        "=" => n == (double)_comparison.Value!,
        "!=" => n != (double)_comparison.Value!,
        "<" => n < (double)_comparison.Value!,
        "<=" => n <= (double)_comparison.Value!,
        ">" => n > (double)_comparison.Value!,
        ">=" => n >= (double)_comparison.Value!,
        _ => false,
    };

    private bool IsMatch(string text)
    {
        try
        {
            return _pattern!.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw MlflowException.Invalid("The pattern of RLIKE takes too long on these texts; ask for something simpler.");
        }
    }
}
