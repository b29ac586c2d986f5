using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Addresses in an object store.</summary>
internal static class S3Address
{
    public const string UsualRegion = "us-east-1";

    /// <param name="path">Within the bucket, with the slash that it begins with; empty for the bucket itself.</param>
    public static Uri Of(DataSource source, string bucket, string path, string query)
    {
        string host = source.Endpoint ?? $"https://s3.{source.Region ?? UsualRegion}.amazonaws.com", asked = query.Length > 0 ? "?" + query : "";
        if (source.Addressing == BucketAddressing.Path) return new Uri($"{host}/{bucket}{path}{asked}");
        int name = host.IndexOf("://", StringComparison.Ordinal) + 3;
        return new Uri($"{host[..name]}{bucket}.{host[name..]}{(path.Length > 0 ? path : "/")}{asked}");
    }
}
