/** What a tool may do to the world; the annotation hints follow from it. `record`: changes our own ledger only. */
export const TOOL_EFFECTS = ['read', 'record', 'spend', 'consume', 'delete'] as const;

export type ToolEffect = (typeof TOOL_EFFECTS)[number];

/** Whether read-only mode leaves the tool out. */
export function changesSomething(effect: ToolEffect): boolean {
  return effect === 'spend' || effect === 'consume' || effect === 'delete';
}
