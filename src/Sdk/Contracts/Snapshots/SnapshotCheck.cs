using System.Buffers;
using System.Globalization;
using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Snapshots;

/// <summary>What can be said against a snapshot without opening its models.</summary>
public static class SnapshotCheck
{
    private const int Whole = 1000;
    private const int MostBody = 1 << 30, MostPatience = 3_600_000;
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Alphanumeric + "._-");
    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create(Alphanumeric + "._+-");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Every fault; none when the snapshot may be loaded.</summary>
    public static IReadOnlyList<SnapshotFault> Faults(RouteSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var faults = new List<SnapshotFault>();
        if (snapshot.Epoch < 1) faults.Add(new("$.epoch", "must be 1 or more."));
        for (int i = 0; i < snapshot.Endpoints.Count; i++)
            CheckEndpoint(snapshot.Endpoints[i], $"$.endpoints[{i}]", faults);
        foreach (var twins in snapshot.Endpoints.GroupBy(e => e.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            faults.Add(new("$.endpoints", $"'{twins.Key}' is there {twins.Count()} times; names must differ, also without regard to case."));
        for (int i = 0; i < snapshot.Tokens.Count; i++) CheckToken(snapshot.Tokens[i], $"$.tokens[{i}]", faults);
        foreach (var twins in snapshot.Tokens.GroupBy(t => t.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add(new("$.tokens", "two have the same id; each token may be there once."));
        return faults;
    }

    public static void ThrowIfFaulty(RouteSnapshot snapshot)
    {
        if (Faults(snapshot) is { Count: > 0 } faults) throw new SnapshotException(faults);
    }

    private static void CheckToken(TokenRoute t, string at, List<SnapshotFault> faults)
    {
        if (t.Id.Length is 0 or > 100 || t.Id.Contains('_', StringComparison.Ordinal)) faults.Add(new($"{at}.id", "must have 1 to 100 characters without '_'."));
        if (!IsDigest(t.Digest)) faults.Add(new($"{at}.digest", "must be 'sha256:' and 64 lower-case hex digits."));
        if (t.Audience.Length == 0) faults.Add(new($"{at}.audience", "must not be empty."));
        if (t.Endpoints is { Count: 0 }) faults.Add(new($"{at}.endpoints", "an empty list opens nothing; leave it out to open all."));
    }

    private static void CheckEndpoint(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        if (!IsName(e.Name)) faults.Add(new($"{at}.name", "must begin with a letter or digit and hold letters, digits, '.', '_', '-' only, up to 100."));
        if (e.Project.Length == 0) faults.Add(new($"{at}.project", "must not be empty."));
        if (e.Environment.Length == 0) faults.Add(new($"{at}.environment", "must not be empty."));
        if (e.MaxRows is < 1 or > 1_000_000) faults.Add(new($"{at}.max_rows", "must lie in 1 to 1,000,000."));
        if (!(e.Log.Share is > 0 and <= 1)) faults.Add(new($"{at}.log.share", "must be above 0 and at most 1."));
        if (e.Batch.MaxRows is < 1 or > 10_000) faults.Add(new($"{at}.batch.max_rows", "must lie in 1 to 10,000; 1 lets each request run alone."));
        if (e.Batch.MaxWaiting is < 1 or > 100_000) faults.Add(new($"{at}.batch.max_waiting", "must lie in 1 to 100,000."));
        if (e.MaxBodyBytes is < 1 or > MostBody) faults.Add(new($"{at}.max_body_bytes", "must lie in 1 to 1,073,741,824."));
        if (e.PatienceMilliseconds is < 1 or > MostPatience) faults.Add(new($"{at}.patience_milliseconds", "must lie in 1 to 3,600,000."));
        if (e.StickyKey is { Name.Length: 0 }) faults.Add(new($"{at}.sticky_key.name", "must not be empty."));
        if (e.Score is { } score && !(score.Low < score.High)) faults.Add(new($"{at}.score", "'low' must lie below 'high'."));
        CheckVariants(e, at, faults);
        CheckShadow(e, at + ".shadow", faults);
        CheckLimits(e, at, faults);
        CheckInputs(e, at, faults);
        CheckLookups(e, at, faults);
    }

    private static void CheckVariants(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        for (int i = 0; i < e.Variants.Count; i++) CheckVariant(e.Variants[i], $"{at}.variants[{i}]", faults);
        if (e.Variants.Count(v => v.Role == VariantRole.Stable) != 1) faults.Add(new($"{at}.variants", "must hold exactly one of role 'stable'."));
        long sum = e.Variants.Sum(v => (long)v.WeightPermille);
        if (sum != Whole) faults.Add(new($"{at}.variants", $"the weights make {sum} per mille; they must make 1000."));
        if (e.Variants.Select(v => v.Version).Distinct(StringComparer.Ordinal).Count() != e.Variants.Count)
            faults.Add(new($"{at}.variants", "two have the same version; each version may be there once."));
        CheckRanges(e, at + ".variants", faults);
    }

    private static void CheckRanges(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        VariantRoute[] ranged = [.. e.Variants.Where(v => v.Range is not null).OrderBy(v => v.Range!.From)];
        if (ranged.Length == 0) return;
        foreach (VariantRoute v in ranged)
            if (v.Range!.From < 0 || v.Range.To > Whole || v.Range.To - v.Range.From != v.WeightPermille)
                faults.Add(new(at, $"the range of version '{v.Version}' must lie in 0 to 1000 and be as wide as its weight."));
        if (ranged.Zip(ranged.Skip(1)).Any(p => p.Second.Range!.From < p.First.Range!.To)) faults.Add(new(at, "two ranges overlap."));
        if (e.Variants.Any(v => v.Range is null && v.Role == VariantRole.Canary)) faults.Add(new(at, "where one has a range, each but the stable one needs its own."));
    }

    private static void CheckShadow(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        if (e.Shadow is not { } shadow) return;
        CheckFile(shadow.Version, shadow.Digest, shadow.Path, at, faults);
        CheckMembers(shadow.Members, at, faults);
        if (shadow.SharePermille is < 1 or > Whole) faults.Add(new($"{at}.share_permille", "must lie in 1 to 1000; leave the shadow out to have none."));
        if (shadow.MaxWaiting is < 1 or > 10_000) faults.Add(new($"{at}.max_waiting", "must lie in 1 to 10,000."));
        if (e.Variants.Any(v => v.Version == shadow.Version)) faults.Add(new($"{at}.version", "answers callers already; a shadow is another version than the variants."));
    }

    private static void CheckFile(string version, string digest, string path, string at, List<SnapshotFault> faults)
    {
        if (!IsVersion(version)) faults.Add(new($"{at}.version", "must hold letters, digits, '.', '_', '-', '+' only, 1 to 100."));
        if (!IsDigest(digest)) faults.Add(new($"{at}.digest", "must be 'sha256:' and 64 lower-case hex digits."));
        if (!Path.IsPathFullyQualified(path)) faults.Add(new($"{at}.path", "must be an absolute path."));
    }

    private static void CheckMembers(IReadOnlyDictionary<string, string>? members, string at, List<SnapshotFault> faults)
    {
        foreach ((string digest, string path) in members ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!IsDigest(digest)) faults.Add(new($"{at}.members", "must be named by 'sha256:' and 64 lower-case hex digits."));
            if (!Path.IsPathFullyQualified(path)) faults.Add(new($"{at}.members", "must have absolute paths."));
        }
    }

    private static void CheckVariant(VariantRoute v, string at, List<SnapshotFault> faults)
    {
        CheckFile(v.Version, v.Digest, v.Path, at, faults);
        CheckMembers(v.Members, at, faults);
        if (v.WeightPermille is < 0 or > Whole) faults.Add(new($"{at}.weight_permille", "must lie in 0 to 1000."));
    }

    private static void CheckLimits(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        if (e.Limits is not { } limits) return;
        if (limits.Release.Length == 0) faults.Add(new($"{at}.limits.release", "must not be empty."));
        if (limits.Window is < 1 or > 100_000) faults.Add(new($"{at}.limits.window", "must lie in 1 to 100,000."));
        if (limits.MaxErrors < 1 || limits.MaxErrors > limits.Window) faults.Add(new($"{at}.limits.max_errors", "must lie in 1 to 'window'."));
    }

    private static void CheckInputs(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        for (int i = 0; i < e.Inputs.Count; i++) CheckInput(e.Inputs[i], $"{at}.inputs[{i}]", faults);
        foreach (var twins in e.Inputs.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add(new($"{at}.inputs", $"'{twins.Key}' is there twice."));
        if (e.KeyColumn is { } key && e.Inputs.Any(c => c.Name == key))
            faults.Add(new($"{at}.key_column", $"'{key}' is an input of the model as well; the key is never given to the model."));
        if (e.KeyInput is { } input && e.Inputs.All(c => c.Name != input || !c.MayBeKey))
            faults.Add(new($"{at}.key_input", $"'{input}' is no input of BYTES, INT64 or INT32 with one value a row that the log keeps."));
    }

    private static void CheckLookups(EndpointRoute e, string at, List<SnapshotFault> faults)
    {
        for (int i = 0; i < e.Lookups.Count; i++)
        {
            if (e.Lookups[i].Feature.Length == 0) faults.Add(new($"{at}.lookups[{i}].feature", "must not be empty."));
            if (!IsDigest(e.Lookups[i].Digest)) faults.Add(new($"{at}.lookups[{i}].digest", "must be 'sha256:' and 64 lower-case hex digits."));
            if (!Path.IsPathFullyQualified(e.Lookups[i].Path)) faults.Add(new($"{at}.lookups[{i}].path", "must be an absolute path."));
        }
    }

    private static void CheckInput(InputColumn c, string at, List<SnapshotFault> faults)
    {
        Datatype type = Datatypes.Parse(c.Datatype);
        if (c.Name.Length is 0 or > 200) faults.Add(new($"{at}.name", "must have 1 to 200 characters."));
        if (type is Datatype.None) faults.Add(new($"{at}.datatype", $"'{c.Datatype}' is none of {Datatypes.All}."));
        if (c.Shape.Count is 0 or > 8 || c.Shape[0] != -1) faults.Add(new($"{at}.shape", "must have 1 to 8 dimensions and begin with -1 (the rows)."));
        if (c.Shape.Skip(1).Any(d => d is < 1 or > int.MaxValue)) faults.Add(new($"{at}.shape", "dimensions after the first must be positive."));
        if (c.Min > c.Max) faults.Add(new($"{at}.min", "must not exceed 'max'."));
        if ((c.Min ?? c.Max) is not null && type is Datatype.Bytes or Datatype.Bool) faults.Add(new($"{at}.min", "a range is for numbers."));
        if (c.Allowed is { Count: 0 }) faults.Add(new($"{at}.allowed", "an empty list allows nothing; leave it out to allow everything."));
        if (type != Datatype.Bytes && c.Allowed is not null && !c.Allowed.All(IsNumber)) faults.Add(new($"{at}.allowed", "must hold numbers as JSON writes them (true, false for BOOL)."));
        if (c.Nullable && !type.IsFloat() && type != Datatype.Bytes) faults.Add(new($"{at}.nullable", "only floats (NaN) and BYTES (empty) can be missing."));
    }

    private static bool IsNumber(string text) =>
        text is "true" or "false" || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value));

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    private static bool IsVersion(string text) => text.Length is > 0 and <= 100 && !text.AsSpan().ContainsAnyExcept(VersionCharacters);

    private static bool IsDigest(string text) =>
        text.Length == 71 && text.StartsWith("sha256:", StringComparison.Ordinal) && !text.AsSpan(7).ContainsAnyExcept(HexDigits);
}
