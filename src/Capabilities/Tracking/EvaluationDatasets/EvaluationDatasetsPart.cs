using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>What of the room is there for evaluation datasets.</summary>
internal static class EvaluationDatasetsPart
{
    public static void AddEvaluationDatasets(this IServiceCollection services)
        => services.AddSingleton<EvaluationDatasetStore>().AddSingleton<EvaluationRecordStore>().AddSingleton<EvaluationDatasetService>().AddSingleton<MlflowEvaluationDatasets>().AddSingleton<MlflowEvaluationRecords>();

    public static void MapEvaluationDatasets(this IServiceProvider services, MlflowRoutes mlflow)
    {
        services.GetRequiredService<MlflowEvaluationDatasets>().Map(mlflow);
        services.GetRequiredService<MlflowEvaluationRecords>().Map(mlflow);
    }
}
