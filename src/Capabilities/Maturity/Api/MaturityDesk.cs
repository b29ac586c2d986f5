using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Records;
using Cairn.Projects;

namespace Cairn.Maturity.Api;

/// <summary>Answers what is asked about a project's maturity; a project that is not there is said so.</summary>
internal sealed class MaturityDesk(IProjects projects, RecordShelf shelf, Assessments assessments, TimeProvider time)
{
    public async Task<AssessmentDto> AssessAsync(string project, MaturityEndpoints.AssessmentQuery query, CancellationToken cancellation)
    {
        (DateTimeOffset? asOf, AssessmentOptions options) = query.Read();
        await projects.RequireAsync(project, cancellation);
        return asOf is null && options.Profile is null
            ? await assessments.NowAsync(project, options.Alone, cancellation)
            : await assessments.AtAsync(project, asOf ?? time.GetUtcNow(), options, cancellation);
    }

    public async Task<ProjectRecords> RecordsAsync(string project, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await shelf.ReadAsync(project, cancellation);
    }
}
