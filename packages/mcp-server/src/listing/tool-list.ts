// Made by `pnpm generate` from tools/: what a host sees of each tool, so that starting up builds no schema.
import type { ListedTool } from './describe-tools.ts';

export const listedTools: readonly ListedTool[] = [
  {
    needs: ['storefront'],
    effect: 'read',
    definition: {
      name: 'list_goods',
      title: 'Browse the shop',
      description:
        'List what the shop sells (商品), with prices in yuan and stock per specification; use it to find goods_id and sub_id. Search in Chinese. Call get_goods before buying.',
      inputSchema: {
        type: 'object',
        properties: {
          search: {
            type: 'string',
          },
          group_id: {
            type: 'integer',
            minimum: 1,
          },
          type: {
            description: '1 automatic, 2 manual, 3 processed',
            type: 'integer',
            minimum: 1,
            maximum: 99,
          },
          page: {
            type: 'integer',
            minimum: 1,
          },
          per_page: {
            description: 'Default 15',
            type: 'integer',
            minimum: 1,
            maximum: 100,
          },
        },
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          current_page: {
            type: 'integer',
          },
          per_page: {
            type: 'integer',
          },
          total: {
            type: ['integer', 'null'],
          },
          has_more: {
            type: 'boolean',
          },
          data: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['storefront'],
    effect: 'read',
    definition: {
      name: 'get_goods',
      title: 'Show a product',
      description:
        'Show one product with details, instructions and the live price and stock of each specification; use it before purchase.',
      inputSchema: {
        type: 'object',
        properties: {
          goods_id: {
            type: 'integer',
            minimum: 1,
          },
        },
        required: ['goods_id'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          id: {
            type: 'integer',
          },
          name: {
            type: ['string', 'null'],
          },
          price: {
            type: ['string', 'null'],
          },
          type: {
            type: ['integer', 'null'],
          },
          type_name: {
            type: ['string', 'null'],
          },
          sales_volume: {
            type: ['integer', 'null'],
          },
          require_login: {
            type: ['boolean', 'null'],
          },
          description: {
            type: ['string', 'null'],
          },
          detail: {
            type: ['string', 'null'],
          },
          usage_instructions: {
            type: ['string', 'null'],
          },
          subs: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['storefront', 'supplier'],
    effect: 'read',
    definition: {
      name: 'get_balance',
      title: 'Check the balance',
      description:
        'Show the account balances in yuan and what the user’s own budgets still allow today; use it before buying.',
      inputSchema: {
        type: 'object',
        properties: {},
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          storefront: {
            type: ['object', 'null'],
          },
          supplier: {
            type: ['object', 'null'],
          },
          budget: {
            type: 'object',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['storefront'],
    effect: 'spend',
    definition: {
      name: 'purchase',
      title: 'Buy from the shop',
      description:
        'Buy cards from the shop with the account’s balance: this spends the user’s money. Only after get_goods, and only if the user wants exactly this. async (default) returns at once, then poll_order gets the cards; sync waits for them.',
      inputSchema: {
        type: 'object',
        properties: {
          goods_id: {
            type: 'integer',
            minimum: 1,
          },
          sub_id: {
            type: 'integer',
            minimum: 1,
          },
          quantity: {
            type: 'integer',
            minimum: 1,
            maximum: 10000,
          },
          max_total: {
            description: 'In yuan, at most',
            type: 'string',
          },
          idempotency_key: {
            type: 'string',
            description: 'New for each new request; reuse it on every retry',
          },
          mode: {
            type: 'string',
            enum: ['async', 'sync'],
          },
        },
        required: ['goods_id', 'sub_id', 'quantity', 'max_total', 'idempotency_key'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
          },
          order_sn: {
            type: ['string', 'null'],
          },
          status: {
            type: ['integer', 'null'],
          },
          status_text: {
            type: ['string', 'null'],
          },
          goods_name: {
            type: ['string', 'null'],
          },
          quantity: {
            type: ['integer', 'null'],
          },
          total_price: {
            type: ['string', 'null'],
          },
          actual_price: {
            type: ['string', 'null'],
          },
          cards: {
            type: ['string', 'null'],
          },
          entry_id: {
            type: ['string', 'null'],
          },
          next: {
            type: 'string',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['storefront'],
    effect: 'read',
    definition: {
      name: 'poll_order',
      title: 'Check an order',
      description:
        'Check the status of an order and get its cards once it is completed; use it after an async purchase. Waits up to wait_seconds; call again while the state is pending.',
      inputSchema: {
        type: 'object',
        properties: {
          order_sn: {
            type: 'string',
          },
          wait_seconds: {
            description: 'Default 0',
            type: 'integer',
            minimum: 0,
            maximum: 45,
          },
        },
        required: ['order_sn'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
          },
          order_sn: {
            type: ['string', 'null'],
          },
          status: {
            type: ['integer', 'null'],
          },
          status_text: {
            type: ['string', 'null'],
          },
          goods_name: {
            type: ['string', 'null'],
          },
          quantity: {
            type: ['integer', 'null'],
          },
          total_price: {
            type: ['string', 'null'],
          },
          actual_price: {
            type: ['string', 'null'],
          },
          cards: {
            type: ['string', 'null'],
          },
          entry_id: {
            type: ['string', 'null'],
          },
          next: {
            type: 'string',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'read',
    definition: {
      name: 'verify_card',
      title: 'Check a card',
      description:
        'Check whether a card (卡密) is valid and what is left on it; use it before use_card. Changes nothing.',
      inputSchema: {
        type: 'object',
        properties: {
          code: {
            type: 'string',
          },
        },
        required: ['code'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          valid: {
            type: 'boolean',
          },
          reason: {
            type: 'string',
          },
          card: {
            type: 'object',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'consume',
    definition: {
      name: 'use_card',
      title: 'Use a card',
      description:
        'Use a card (卡密) once: starts a time card, or deducts one use or its points. Cannot be undone. Check with verify_card first.',
      inputSchema: {
        type: 'object',
        properties: {
          code: {
            type: 'string',
          },
          idempotency_key: {
            type: 'string',
            description: 'New for each new request; reuse it on every retry',
          },
        },
        required: ['code', 'idempotency_key'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          entry_id: {
            type: 'string',
          },
          card: {
            type: 'object',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'spend',
    definition: {
      name: 'generate_cards',
      title: 'Issue cards',
      description:
        'Issue new cards (卡密) and get their codes: time cards by duration and duration_unit, count cards by uses, point cards by points and points_per_use. For shop owners.',
      inputSchema: {
        type: 'object',
        properties: {
          card_type: {
            type: 'string',
            enum: ['time', 'count', 'point'],
          },
          duration: {
            type: 'integer',
            minimum: 1,
            maximum: 100000,
          },
          duration_unit: {
            type: 'string',
            enum: ['hour', 'day'],
          },
          uses: {
            type: 'integer',
            minimum: 1,
            maximum: 1000000,
          },
          points: {
            type: 'integer',
            minimum: 1,
            maximum: 1000000,
          },
          points_per_use: {
            type: 'integer',
            minimum: 1,
            maximum: 1000000,
          },
          count: {
            description: 'How many cards; default 1',
            type: 'integer',
            minimum: 1,
            maximum: 1000,
          },
          remark: {
            type: 'string',
          },
          idempotency_key: {
            type: 'string',
            description: 'New for each new request; reuse it on every retry',
          },
        },
        required: ['card_type', 'idempotency_key'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          entry_id: {
            type: 'string',
          },
          codes: {
            type: 'array',
            items: {
              type: 'string',
            },
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'read',
    definition: {
      name: 'query_cards',
      title: 'List issued cards',
      description:
        'List the cards (卡密) that this account has issued, by part of a code, status or type; a full code finds exactly that card. For shop owners.',
      inputSchema: {
        type: 'object',
        properties: {
          code: {
            type: 'string',
          },
          status: {
            description: '0 unused, 1 used',
            type: 'integer',
            minimum: 0,
            maximum: 1,
          },
          card_type: {
            type: 'string',
            enum: ['time', 'count', 'point'],
          },
          page: {
            type: 'integer',
            minimum: 1,
          },
        },
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          page: {
            type: 'integer',
          },
          total: {
            type: 'integer',
          },
          has_more: {
            type: 'boolean',
          },
          cards: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'spend',
    definition: {
      name: 'recharge_card',
      title: 'Recharge a card',
      description:
        'Add time, uses or points to an existing card (卡密), in the card’s own unit: days or hours, uses, points. For shop owners.',
      inputSchema: {
        type: 'object',
        properties: {
          code: {
            type: 'string',
          },
          amount: {
            type: 'integer',
            minimum: 1,
            maximum: 1000000,
          },
          idempotency_key: {
            type: 'string',
            description: 'New for each new request; reuse it on every retry',
          },
        },
        required: ['code', 'amount', 'idempotency_key'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          entry_id: {
            type: 'string',
          },
          card: {
            type: 'object',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['cards'],
    effect: 'delete',
    definition: {
      name: 'delete_card',
      title: 'Delete a card',
      description:
        'Delete a card (卡密) and whatever is left on it. Cannot be undone: only if the user wants exactly this card deleted.',
      inputSchema: {
        type: 'object',
        properties: {
          code: {
            type: 'string',
          },
        },
        required: ['code'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          deleted: {
            type: 'boolean',
          },
          code: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['supplier'],
    effect: 'read',
    definition: {
      name: 'supplier_items',
      title: 'Browse the supplier',
      description:
        'List what the supplier (货源) sells to this account, with the price in yuan and stock per SKU; use it to find item_id and sku_id.',
      inputSchema: {
        type: 'object',
        properties: {
          search: {
            type: 'string',
          },
          page: {
            type: 'integer',
            minimum: 1,
          },
          per_page: {
            description: 'Default 15',
            type: 'integer',
            minimum: 1,
            maximum: 100,
          },
        },
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          page: {
            type: 'integer',
          },
          per_page: {
            type: 'integer',
          },
          total: {
            type: 'integer',
          },
          has_more: {
            type: 'boolean',
          },
          items: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['supplier'],
    effect: 'read',
    definition: {
      name: 'supplier_item',
      title: 'Show an item',
      description:
        'Show one supplier item with the live stock of each SKU and the fields to fill in; use it before supplier_trade.',
      inputSchema: {
        type: 'object',
        properties: {
          item_id: {
            type: 'integer',
            minimum: 1,
          },
        },
        required: ['item_id'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          id: {
            type: 'integer',
          },
          name: {
            type: ['string', 'null'],
          },
          category: {
            type: ['string', 'null'],
          },
          introduce: {
            type: ['string', 'null'],
          },
          sku: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          fields: {
            type: ['array', 'null'],
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['supplier'],
    effect: 'read',
    definition: {
      name: 'supplier_check',
      title: 'Check a SKU',
      description:
        'Check the live stock of a SKU, whether it can be bought, and what a quantity costs this account in yuan; use it right before supplier_trade.',
      inputSchema: {
        type: 'object',
        properties: {
          sku_id: {
            type: 'integer',
            minimum: 1,
          },
          quantity: {
            type: 'integer',
            minimum: 1,
            maximum: 10000,
          },
        },
        required: ['sku_id', 'quantity'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          sku_id: {
            type: 'integer',
          },
          quantity: {
            type: 'integer',
          },
          stock: {
            type: ['integer', 'null'],
          },
          stock_text: {
            type: ['string', 'null'],
          },
          state: {
            type: ['boolean', 'null'],
          },
          amount: {
            type: ['string', 'null'],
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['supplier'],
    effect: 'spend',
    definition: {
      name: 'supplier_trade',
      title: 'Buy from the supplier',
      description:
        'Buy a SKU from the supplier (进货) with this account’s balance: this spends the user’s money. Only after supplier_item, with its fields filled in. May take a minute; then call supplier_query until it is completed.',
      inputSchema: {
        type: 'object',
        properties: {
          sku_id: {
            type: 'integer',
            minimum: 1,
          },
          quantity: {
            type: 'integer',
            minimum: 1,
            maximum: 10000,
          },
          max_total: {
            description: 'In yuan, at most',
            type: 'string',
          },
          idempotency_key: {
            type: 'string',
            description: 'New for each new request; reuse it on every retry',
          },
          fields: {
            type: 'object',
            propertyNames: {
              type: 'string',
            },
            additionalProperties: {
              type: 'string',
            },
            description: 'What supplier_item asks for, by name',
          },
        },
        required: ['sku_id', 'quantity', 'max_total', 'idempotency_key'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
          },
          trade_no: {
            type: ['string', 'null'],
          },
          shop_trade_no: {
            type: ['string', 'null'],
          },
          status: {
            type: ['integer', 'null'],
          },
          amount: {
            type: ['string', 'null'],
          },
          trade_time: {
            type: ['string', 'null'],
          },
          contents: {
            type: ['string', 'null'],
          },
          notice: {
            type: ['string', 'null'],
          },
          entry_id: {
            type: ['string', 'null'],
          },
          next: {
            type: 'string',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: ['supplier'],
    effect: 'read',
    definition: {
      name: 'supplier_query',
      title: 'Check a trade',
      description:
        'Check the status of a trade and get its contents once it is completed; use it after supplier_trade. Waits up to wait_seconds; call again while the state is pending.',
      inputSchema: {
        type: 'object',
        properties: {
          trade_no: {
            type: 'string',
            pattern: '^\\d{24}$',
          },
          wait_seconds: {
            description: 'Default 0',
            type: 'integer',
            minimum: 0,
            maximum: 45,
          },
        },
        required: ['trade_no'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
          },
          trade_no: {
            type: ['string', 'null'],
          },
          shop_trade_no: {
            type: ['string', 'null'],
          },
          status: {
            type: ['integer', 'null'],
          },
          amount: {
            type: ['string', 'null'],
          },
          trade_time: {
            type: ['string', 'null'],
          },
          contents: {
            type: ['string', 'null'],
          },
          notice: {
            type: ['string', 'null'],
          },
          entry_id: {
            type: ['string', 'null'],
          },
          next: {
            type: 'string',
          },
          ledger_notice: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
  {
    needs: 'any',
    effect: 'read',
    definition: {
      name: 'list_ledger',
      title: 'Browse the ledger',
      description:
        'List what was bought or used here, newest first, with its cards; use it to find a lost answer, an entry_id, or earlier cards.',
      inputSchema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
            enum: ['prepared', 'sent', 'completed', 'pending', 'failed', 'refused', 'refunded', 'unknown'],
          },
          kind: {
            type: 'string',
            description: 'A tool, such as purchase',
          },
          page: {
            type: 'integer',
            minimum: 1,
          },
        },
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          page: {
            type: 'integer',
          },
          per_page: {
            type: 'integer',
          },
          total: {
            type: 'integer',
          },
          entries: {
            type: 'array',
            items: {
              type: 'object',
            },
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
  },
  {
    needs: 'any',
    effect: 'record',
    definition: {
      name: 'reconcile_ledger',
      title: 'Settle an unknown outcome',
      description:
        'Find out what became of a purchase or use whose outcome is unknown, by checking the upstream; use it after outcome_unknown. Buys and uses nothing. Takes a few seconds.',
      inputSchema: {
        type: 'object',
        properties: {
          entry_id: {
            type: 'string',
          },
        },
        required: ['entry_id'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          entry_id: {
            type: 'string',
          },
          kind: {
            type: 'string',
          },
          state: {
            type: 'string',
          },
          amount: {
            type: ['string', 'null'],
          },
          reference: {
            type: ['string', 'null'],
          },
          idempotency_key: {
            type: 'string',
          },
          created_at: {
            type: 'string',
          },
          cards: {
            type: ['string', 'null'],
          },
          advice: {
            type: ['string', 'null'],
          },
          evidence: {
            type: 'object',
          },
          next: {
            type: 'string',
          },
          error: {
            type: 'object',
          },
        },
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    },
  },
];
