using System.Text.RegularExpressions;

namespace Cairn.Data.Sources.Kinds;

/// <summary>The header <c>Link: &lt;…&gt;; rel="next"</c> of RFC 8288.</summary>
internal static partial class LinkHeader
{
    /// <summary>Address of the next page; null at the last.</summary>
    public static Uri? Next(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Link", out IEnumerable<string>? values)) return null;
        foreach (Match link in values.SelectMany(v => Link().Matches(v)))
            if (Relation().IsMatch(link.Groups["rest"].Value) && Uri.TryCreate(answer.RequestMessage!.RequestUri, link.Groups["to"].Value, out Uri? next)) return next;
        return null;
    }

    [GeneratedRegex("<(?<to>[^>]*)>(?<rest>[^<]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(";\\s*rel\\s*=\\s*(\"([^\"]* )?next( [^\"]*)?\"|next\\b)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Relation();
}
